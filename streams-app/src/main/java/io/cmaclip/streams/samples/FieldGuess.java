package io.cmaclip.streams.samples;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Finds the leaf of a field of a listing by its name and its values.
 *
 * @param names names of the field, most likely first
 * @param allowed whether the values can be those of the field
 */
record FieldGuess(List<String> names, Predicate<Leaf> allowed) {
  private static final Pattern IMAGE_URL =
      Pattern.compile(
          "(https?:)?//\\S+\\.(jpe?g|png|gif|webp|bmp)(\\?\\S*)?", Pattern.CASE_INSENSITIVE);
  private static final Pattern URL = Pattern.compile("(https?:)?//\\S+|data:image/\\S+");
  private static final int LEAST_BASE64_CHARS = 100;

  static final FieldGuess ID =
      new FieldGuess(
          List.of(
              "listingid",
              "productid",
              "itemid",
              "offerid",
              "articleid",
              "sku",
              "id",
              "asin",
              "gtin",
              "ean",
              "articlenumber",
              "productnumber",
              "itemnumber",
              "code",
              "handle"),
          leaf -> leaf.areAll(String.class, Number.class));
  static final FieldGuess TITLE =
      new FieldGuess(
          List.of(
              "title",
              "producttitle",
              "itemtitle",
              "productname",
              "itemname",
              "name",
              "displayname",
              "headline",
              "label",
              "titel",
              "bezeichnung",
              "nom",
              "nombre"),
          leaf -> leaf.areAll(String.class));
  static final FieldGuess DESCRIPTION =
      new FieldGuess(
          List.of(
              "description",
              "productdescription",
              "longdescription",
              "bodyhtml",
              "descriptionhtml",
              "shortdescription",
              "details",
              "body",
              "beschreibung"),
          leaf -> leaf.areAll(String.class));
  static final FieldGuess IMAGES =
      new FieldGuess(
          List.of(
              "images",
              "image",
              "imageurls",
              "imageurl",
              "imagelink",
              "mainimage",
              "pictures",
              "picture",
              "pictureurl",
              "photos",
              "photo",
              "photourl",
              "thumbnail",
              "img",
              "media",
              "src",
              "url"),
          leaf -> leaf.values().stream().allMatch(FieldGuess::isImage));
  static final FieldGuess CATEGORY =
      new FieldGuess(
          List.of(
              "category",
              "categoryname",
              "producttype",
              "productcategory",
              "department",
              "categories",
              "taxonomy",
              "kategorie"),
          leaf -> leaf.areAll(String.class, Number.class));
  static final FieldGuess UPDATED_AT =
      new FieldGuess(
          List.of(
              "updatedat",
              "modifiedat",
              "lastmodified",
              "lastupdated",
              "updated",
              "modified",
              "changedat",
              "updatetime",
              "eventtime",
              "timestamp",
              "tsms",
              "ts",
              "time"),
          leaf -> leaf.areAll(String.class, Number.class));
  static final FieldGuess DELETED =
      new FieldGuess(
          List.of("deleted", "isdeleted", "removed", "isremoved"),
          leaf -> leaf.areAll(Boolean.class));
  static final FieldGuess EVENT_TYPE =
      new FieldGuess(
          List.of("eventtype", "event", "type", "action", "operation", "op"),
          leaf -> leaf.values().stream().anyMatch(FieldGuess::isDeletion));

  /** The most likely leaf; empty if none has one of the names. */
  Optional<Leaf> among(Collection<Leaf> leaves) {
    return leaves.stream()
        .filter(leaf -> names.contains(leaf.name()) && allowed.test(leaf))
        .min(
            Comparator.comparingInt(Leaf::depth)
                .thenComparingInt(leaf -> names.indexOf(leaf.name())));
  }

  static boolean isImage(Object value) {
    return value instanceof String text
        && (URL.matcher(text).matches() || text.length() >= LEAST_BASE64_CHARS);
  }

  /** Whether all values are URLs of image files, whatever the name is. */
  static boolean isImageUrl(Leaf leaf) {
    return leaf.values().stream()
        .allMatch(value -> value instanceof String text && IMAGE_URL.matcher(text).matches());
  }

  static boolean isDeletion(Object value) {
    return value instanceof String text
        && Pattern.compile("(^|[._-])(delete[d]?|remove[d]?)$", Pattern.CASE_INSENSITIVE)
            .matcher(text)
            .find();
  }
}
