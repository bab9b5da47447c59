/** Classification of a listing on one thread: preprocessing, inference and review reasons. */
package io.cmaclip.model.classification;
