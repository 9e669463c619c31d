package dev.rondel.node.resp;

import dev.rondel.node.door.Answerer;
import dev.rondel.node.door.Protocol;
import dev.rondel.node.door.Table;
import dev.rondel.node.runtime.InFlight;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.redis.RedisEncoder;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** The protocol of Redis, for a door. */
final class RespProtocol implements Protocol<RespCommand> {

  private final Table table;
  private final InFlight gate;
  private final CommandTable commands = new CommandTable();
  private final AtomicLong ids = new AtomicLong();

  RespProtocol(Table table, InFlight gate) {
    this.table = table;
    this.gate = gate;
    new Strings(table).addTo(commands);
    new Changes(table).addTo(commands);
    new KeySpace(table).addTo(commands);
    new ServerCommands(commands).add();
  }

  @Override
  public String name() {
    return "resp";
  }

  @Override
  public String fullHouse() {
    return "-ERR max number of clients reached\r\n";
  }

  @Override
  public Class<RespCommand> requests() {
    return RespCommand.class;
  }

  @Override
  public void addTo(ChannelPipeline pipeline) {
    pipeline.addLast(new RespDecoder(gate, table.limits()), new RedisEncoder());
  }

  @Override
  public Answerer<RespCommand> answerer(IntSupplier connections) {
    return new Commands(commands, table.limits(), new Session(ids.incrementAndGet(), connections));
  }
}
