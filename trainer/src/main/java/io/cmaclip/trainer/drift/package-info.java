/** The validation profile of a bundle, and a study of how reliably it detects drift. */
package io.cmaclip.trainer.drift;
