package io.cmaclip.html;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A table with names in the first column. It scrolls horizontally when the page is narrower. Owned
 * by one thread.
 */
public final class Table {
  private final Html headings;
  private final List<Html> rows = new ArrayList<>();

  /**
   * Creates a table.
   *
   * @param headings of all columns: markup or text
   */
  public Table(Object... headings) {
    this(List.of(headings));
  }

  public Table(Collection<?> headings) {
    this.headings =
        Html.join(headings.stream().map(heading -> Html.of("<th>%s</th>", heading)).toList());
  }

  /**
   * Adds a row.
   *
   * @param cells markup, or values that are escaped
   */
  public Table row(String name, Object... cells) {
    return row(name, List.of(cells));
  }

  public Table row(String name, Collection<?> cells) {
    rows.add(
        Html.of(
            "<tr><td>%s</td>%s</tr>",
            name, Html.join(cells.stream().map(cell -> Html.of("<td>%s</td>", cell)).toList())));
    return this;
  }

  /** Returns the table in a scrolling container. */
  public Html html() {
    return Html.of(
        "<div class=\"scroll\"><table><thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>",
        headings, Html.join(rows));
  }
}
