/** The predictor interface and its CMA-CLIP implementation. */
package io.cmaclip.model.predictor;
