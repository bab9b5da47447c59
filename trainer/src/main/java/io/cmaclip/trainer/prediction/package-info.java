/** A bundle's answers to single listings and to whole data sets, without Kafka. */
package io.cmaclip.trainer.prediction;
