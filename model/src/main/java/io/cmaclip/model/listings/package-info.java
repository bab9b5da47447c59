/** Data sets in Hugging Face ImageFolder form, in folders and zips. */
package io.cmaclip.model.listings;
