package io.cmaclip.html;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A table: a name, then figures, row by row. Where the page is narrower it scrolls by itself, so
 * that the page does not. Owned by one thread.
 */
public final class Table {
  private final Html headings;
  private final List<Html> rows = new ArrayList<>();

  /**
   * @param headings the first one is over the names; markup, or text
   */
  public Table(Object... headings) {
    this(List.of(headings));
  }

  /** The same. */
  public Table(Collection<?> headings) {
    this.headings =
        Html.join(headings.stream().map(heading -> Html.of("<th>%s</th>", heading)).toList());
  }

  /**
   * Adds a row.
   *
   * @param cells markup, or values whose text is escaped
   */
  public Table row(String name, Object... cells) {
    return row(name, List.of(cells));
  }

  /** The same. */
  public Table row(String name, Collection<?> cells) {
    rows.add(
        Html.of(
            "<tr><td>%s</td>%s</tr>",
            name, Html.join(cells.stream().map(cell -> Html.of("<td>%s</td>", cell)).toList())));
    return this;
  }

  /** The table, in a box that scrolls. */
  public Html html() {
    return Html.of(
        "<div class=\"scroll\"><table><thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>",
        headings, Html.join(rows));
  }
}
