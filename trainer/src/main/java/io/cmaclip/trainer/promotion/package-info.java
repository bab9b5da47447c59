/** Whether a new bundle is better than the one in service, by a paired test. */
package io.cmaclip.trainer.promotion;
