/** Fetches the images of listings: SSRF protection, limits per host, cache. */
package io.cmaclip.streams.images;
