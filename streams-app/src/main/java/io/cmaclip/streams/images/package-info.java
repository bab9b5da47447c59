/** Where the pictures of a listing come from. */
package io.cmaclip.streams.images;
