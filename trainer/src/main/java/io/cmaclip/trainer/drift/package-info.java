/**
 * The validation profile of a bundle, and how well the service would tell drift from chance with
 * it.
 */
package io.cmaclip.trainer.drift;
