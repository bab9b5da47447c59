/** Label errors: listings whose given label is probably wrong (confident learning). */
package io.cmaclip.trainer.labels;
