/** What has to be in an answer about an asset. */
export const assetFields = [
  'id:number',
  'name:string',
  'size:number',
  'label?:string',
  'state:string',
  'digest?:string',
  'browser_download_url:string',
];

/** What has to be in an answer about a release. */
export const releaseFields = [
  'id:number',
  'tag_name:string',
  'name?:string',
  'body?:string',
  'draft:boolean',
  'prerelease:boolean',
  'html_url:string',
  'assets:list',
  ...assetFields.map((field) => `assets[].${field}`),
];
