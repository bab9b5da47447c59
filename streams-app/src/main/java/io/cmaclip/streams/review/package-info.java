/** Review decisions and review items. */
package io.cmaclip.streams.review;
