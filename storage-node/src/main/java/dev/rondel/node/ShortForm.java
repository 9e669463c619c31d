package dev.rondel.node;

import dev.rondel.ring.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code --name=peer1 --port=9876}: a standalone node in two words. Its data is below {@code
 * data/peer1} of the current directory, and where no coordinator is named it is a table of its own.
 *
 * @param list the arguments as Spring knows them
 * @param defaults what holds where nobody says otherwise
 */
record ShortForm(List<String> list, Map<String, Object> defaults) {

  private static final String NAME = "--name=";
  private static final String PORT = "--port=";
  private static final int MAX_PORT = 65_535;

  /**
   * @throws IllegalArgumentException where the name cannot be one, or the port
   */
  static ShortForm of(String[] arguments, Map<String, String> environment) {
    var list = new ArrayList<String>();
    String name = "";
    boolean used = false;
    boolean hasCoordinator =
        environment.containsKey("RONDEL_COORDINATOR") || environment.containsKey("RONDEL_MEMBER");
    for (String argument : arguments) {
      if (argument.startsWith(NAME)) {
        used = true;
        name = checkedName(argument.substring(NAME.length()));
        list.add("--rondel.node.id=" + name);
      } else if (argument.startsWith(PORT)) {
        used = true;
        String port = checkedPort(argument.substring(PORT.length()));
        name = name.isEmpty() ? "node_" + port : name;
        list.add("--server.port=" + port);
      } else {
        hasCoordinator |=
            argument.startsWith("--rondel.coordinator") || argument.startsWith("--rondel.member");
        list.add(argument);
      }
    }
    var defaults = new LinkedHashMap<String, Object>();
    if (used) {
      defaults.put("rondel.data", "data/" + name);
      defaults.put("rondel.standalone", !hasCoordinator);
    }
    return new ShortForm(List.copyOf(list), Map.copyOf(defaults));
  }

  /** It becomes the name of a directory too. */
  private static String checkedName(String name) {
    if (name.equals(".") || name.equals("..")) {
      throw new IllegalArgumentException("--name=" + name + ": that is a directory, and no name");
    }
    return NodeId.of(name).value();
  }

  private static String checkedPort(String port) {
    try {
      int number = Integer.parseInt(port);
      if (number >= 0 && number <= MAX_PORT) {
        return Integer.toString(number);
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException("--port=" + port + ": a port is a number up to " + MAX_PORT);
  }

  boolean isUsed() {
    return !defaults.isEmpty();
  }

  String[] arguments() {
    return list.toArray(String[]::new);
  }
}
