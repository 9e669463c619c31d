package dev.rondel.node;

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

  static ShortForm of(String[] arguments, Map<String, String> environment) {
    var list = new ArrayList<String>();
    String name = "";
    boolean used = false;
    boolean hasCoordinator =
        environment.containsKey("RONDEL_COORDINATOR") || environment.containsKey("RONDEL_MEMBER");
    for (String argument : arguments) {
      if (argument.startsWith(NAME)) {
        used = true;
        name = argument.substring(NAME.length());
        list.add("--rondel.node.id=" + name);
      } else if (argument.startsWith(PORT)) {
        used = true;
        String port = argument.substring(PORT.length());
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

  boolean isUsed() {
    return !defaults.isEmpty();
  }

  String[] arguments() {
    return list.toArray(String[]::new);
  }
}
