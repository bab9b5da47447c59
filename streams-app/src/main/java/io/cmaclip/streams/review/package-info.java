/** What a reviewer gets to see of a listing. */
package io.cmaclip.streams.review;
