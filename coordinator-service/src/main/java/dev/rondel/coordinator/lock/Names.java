package dev.rondel.coordinator.lock;

/** What names have to be. */
final class Names {

  private static final int LONGEST = 200;

  private Names() {}

  static void require(String what, String name) {
    if (name.isBlank() || name.length() > LONGEST) {
      throw new IllegalArgumentException("%s has 1 to %d characters".formatted(what, LONGEST));
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(what + " has a control character");
    }
  }
}
