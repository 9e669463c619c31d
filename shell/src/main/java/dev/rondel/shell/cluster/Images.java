package dev.rondel.shell.cluster;

import java.util.List;

/** How each service is started. */
public interface Images {

  /** Makes what the first start needs, once for all servers of a cluster. */
  void prepare();

  /** The command line up to the service's own arguments. */
  List<String> command(Service service);
}
