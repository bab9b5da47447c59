package io.cmaclip.streams.images;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * An address range, such as {@code 10.0.0.0/8} or {@code fd00::/8}.
 *
 * @param network 4 or 16 bytes; the bits after the prefix are zero
 * @param prefix length in bits
 */
public record Cidr(byte[] network, int prefix) {
  private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  /**
   * Parses a range or a single address, without a name lookup.
   *
   * @throws IllegalArgumentException if the text is no range or has bits set after the prefix
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!V4.matcher(address).matches() && !V6.matcher(address).matches()) {
      throw new IllegalArgumentException("not an address");
    }
    byte[] network;
    try {
      network = InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address", e);
    }
    int bits = 8 * network.length;
    int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
    if (prefix < 0 || prefix > bits) {
      throw new IllegalArgumentException("prefix must be between 0 and " + bits);
    }
    Cidr range = new Cidr(network, prefix);
    if (!Arrays.equals(range.masked(network), network)) {
      throw new IllegalArgumentException("has bits set after the prefix");
    }
    return range;
  }

  boolean contains(byte[] address) {
    return address.length == network.length && Arrays.equals(masked(address), network);
  }

  private byte[] masked(byte[] address) {
    byte[] kept = address.clone();
    for (int i = 0; i < kept.length; i++) {
      int bits = Math.max(0, Math.min(8, prefix - 8 * i));
      kept[i] &= (byte) (0xFF << (8 - bits));
    }
    return kept;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cidr range
        && prefix == range.prefix
        && Arrays.equals(network, range.network);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(network) + prefix;
  }

  @Override
  public String toString() {
    try {
      return InetAddress.getByAddress(network).getHostAddress() + "/" + prefix;
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }
}
