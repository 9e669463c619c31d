package dev.rondel.shell.cluster;

/** The two programs that a cluster is made of. */
public enum Service {
  COORDINATOR("coordinator-service"),
  NODE("storage-node");

  private final String module;

  Service(String module) {
    this.module = module;
  }

  /** The Maven module, which names the jar too. */
  public String module() {
    return module;
  }
}
