/**
 * Baselines for the accuracy of a model: multinomial logistic regression on TF-IDF of the title, on
 * small pixels with a colour histogram of the image, and on both.
 */
package io.cmaclip.trainer.baselines;
