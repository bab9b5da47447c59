/** How noisy a listing looks: features of picture, title and their match, and scores over them. */
package io.cmaclip.model.noise;
