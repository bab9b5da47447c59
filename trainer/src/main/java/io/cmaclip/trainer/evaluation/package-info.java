/**
 * Evaluation of a bundle on labelled listings. Every listing is classified unchanged, with one
 * modality hidden and with other perturbations, through the predictor that serves; the measures are
 * computed from the outcomes. Only this package reads the field {@code noise}.
 */
package io.cmaclip.trainer.evaluation;
