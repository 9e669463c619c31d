package dev.rondel.client;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Whether a host's name can be resolved here; what once could is not asked for again. */
final class KnownHosts implements Predicate<String> {

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  @Override
  public boolean test(String host) {
    if (known.contains(host)) {
      return true;
    }
    try {
      InetAddress.getByName(host);
      known.add(host);
      return true;
    } catch (UnknownHostException unknown) {
      return false;
    }
  }
}
