package io.cmaclip.console.web;

/**
 * A person who reviews.
 *
 * @param name name on the decisions
 * @param role what the person may do
 */
public record Reviewer(String name, Role role) {
  /** Roles. */
  public enum Role {
    /** Decides. */
    REVIEWER,
    /** Leads the reviewers. */
    LEAD
  }
}
