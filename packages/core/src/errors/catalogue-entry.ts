/** One row of the catalogue: the fallback message and what to change. */
export interface CatalogueEntry {
  readonly message: string;
  readonly hint: string;
}
