/** Selection of listings for manual review, and the reasons. */
package io.cmaclip.model.review;
