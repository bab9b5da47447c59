/** How noisy a listing looks: features of image, title and their match, and scores over them. */
package io.cmaclip.model.noise;
