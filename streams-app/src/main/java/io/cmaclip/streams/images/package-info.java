/** Where the images of a listing come from. */
package io.cmaclip.streams.images;
