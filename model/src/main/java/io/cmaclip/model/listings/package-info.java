/** Listings on disk: folders and zips in Hugging Face ImageFolder form. */
package io.cmaclip.model.listings;
