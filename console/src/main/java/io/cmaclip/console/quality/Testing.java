package io.cmaclip.console.quality;

import java.util.Set;
import org.apache.kafka.common.utils.Bytes;

/**
 * How reviewers are tested. Leads are not tested.
 *
 * @param shares shares of the items that test
 * @param leads names of the leads
 */
public record Testing(Shares shares, Set<String> leads) {
  /** Nobody is tested. */
  public static final Testing NONE = new Testing(Shares.NONE, Set.of());

  public Testing {
    leads = Set.copyOf(leads);
  }

  public boolean isLead(String reviewer) {
    return leads.contains(reviewer);
  }

  /** Whether the proposal of an item is hidden from the reviewer. */
  public boolean isBlind(String reviewer, Bytes key, String version) {
    return !isLead(reviewer) && shares.isBlind(key, version);
  }

  /** Whether the reviewer's decision about an item needs that of another one. */
  public boolean isForTwo(String reviewer, Bytes key, String version) {
    return !isLead(reviewer) && shares.isForTwo(key, version);
  }
}
