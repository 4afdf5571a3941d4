import { type Expression, expression } from '../model/expression.ts';
import { allOutputsOf, outputOf } from '../model/reference.ts';
import { buildDockerImage } from './jobs/build-docker-image.ts';
import { signPassport } from './jobs/sign-passport.ts';

/** What is known of the image as JSON: what a published release was built with, or what this run built. */
export const releasedImage: Expression = {
  ...expression`${outputOf(signPassport, 'image')} || toJSON(${allOutputsOf(buildDockerImage)})`,
  subject: allOutputsOf(buildDockerImage),
  otherwise: '{}',
};
