/** Classification of single listings and whole data sets, without Kafka. */
package io.cmaclip.trainer.prediction;
