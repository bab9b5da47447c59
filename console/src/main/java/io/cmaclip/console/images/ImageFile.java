package io.cmaclip.console.images;

/**
 * An image file for the browser.
 *
 * @param bytes the file
 * @param type its media type
 */
public record ImageFile(byte[] bytes, String type) {}
