/** From prepared listings to predictions: the contract, and CMA-CLIP behind it. */
package io.cmaclip.model.predictor;
