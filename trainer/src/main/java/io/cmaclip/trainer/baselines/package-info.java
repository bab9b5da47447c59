/**
 * What simple methods reach on the same listings: TF-IDF of the title, small pixels and a colour
 * histogram of the image, both; each with multinomial logistic regression. A model has to beat them
 * to be worth its cost.
 */
package io.cmaclip.trainer.baselines;
