package dev.rondel.node.memcached;

import dev.rondel.node.door.Answerer;
import dev.rondel.node.door.Protocol;
import dev.rondel.node.door.Table;
import dev.rondel.node.runtime.InFlight;
import io.netty.channel.ChannelPipeline;
import java.util.function.IntSupplier;

/** The text protocol of memcached, for a door. */
final class MemcachedProtocol implements Protocol<Command> {

  private final InFlight gate;
  private final long largestValue;
  private final Table table;
  private final Stats stats = new Stats();

  MemcachedProtocol(Table table, InFlight gate) {
    this.table = table;
    this.gate = gate;
    this.largestValue = table.limits().valueSize().toBytes();
  }

  @Override
  public String name() {
    return "memcached";
  }

  @Override
  public String fullHouse() {
    return "ERROR Too many open connections\r\n";
  }

  @Override
  public Class<Command> requests() {
    return Command.class;
  }

  @Override
  public void addTo(ChannelPipeline pipeline) {
    pipeline.addLast(new CommandDecoder(gate, largestValue));
  }

  @Override
  public Answerer<Command> answerer(IntSupplier connections) {
    return new Commands(table, stats, connections);
  }
}
