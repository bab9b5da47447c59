/**
 * What a bundle is worth on labelled listings: every listing is asked about as it is, with one
 * modality hidden, and spoilt in known ways, through the predictor that serves; measures are made
 * of the replies. The field {@code noise} is read here and nowhere else.
 */
package io.cmaclip.trainer.evaluation;
