package dev.rondel.node.door;

import dev.rondel.node.runtime.InFlight;
import dev.rondel.node.runtime.NodeProperties;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The door for one protocol: a server that stands and falls with the application. It opens last and
 * closes first; closing, it answers what has come in, for {@value #LEAVE_SECONDS} seconds at most.
 */
public final class DoorServer<R extends Request> implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(DoorServer.class);
  private static final int LEAVE_SECONDS = 5;
  private static final int MOST_THREADS = 4;

  private final Protocol<R> protocol;
  private final NodeProperties.Door door;
  private final @Nullable String bind;
  private final InFlight gate;
  private final ChannelGroup clients = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private @Nullable EventLoopGroup threads;
  private volatile @Nullable Channel listening;

  /**
   * @param bind the address to listen on; null for all
   */
  public DoorServer(
      Protocol<R> protocol, NodeProperties.Door door, @Nullable String bind, InFlight gate) {
    this.protocol = protocol;
    this.door = door;
    this.bind = bind;
    this.gate = gate;
  }

  /** A door without a port stays shut. */
  @Override
  public boolean isAutoStartup() {
    return door.port() != 0;
  }

  /**
   * Opens the door.
   *
   * @throws IllegalStateException where the port is taken
   */
  @Override
  public synchronized void start() {
    int count = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    var group = new MultiThreadIoEventLoopGroup(count, NioIoHandler.newFactory());
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(new Entrance())
            .bind(
                bind == null
                    ? new InetSocketAddress(door.port())
                    : new InetSocketAddress(bind, door.port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      var _ = group.shutdownGracefully(0, LEAVE_SECONDS, TimeUnit.SECONDS);
      throw new IllegalStateException(
          "cannot listen on port %d for %s clients (rondel.%2$s.port): %s"
              .formatted(door.port(), protocol.name(), bound.cause().getMessage()));
    }
    threads = group;
    listening = bound.channel();
    log.info("{} clients are welcome on port {}", protocol.name(), port());
  }

  /** Where it listens. */
  public int port() {
    Channel channel = listening;
    return channel != null && channel.localAddress() instanceof InetSocketAddress at
        ? at.getPort()
        : 0;
  }

  /** How many clients are connected. */
  public int connections() {
    return clients.size();
  }

  @Override
  public synchronized void stop() {
    Channel open = listening;
    EventLoopGroup group = threads;
    if (open == null || group == null) {
      return;
    }
    listening = null;
    open.close().awaitUninterruptibly();
    clients.forEach(client -> client.pipeline().fireUserEventTriggered(Conversation.END));
    clients.newCloseFuture().awaitUninterruptibly(LEAVE_SECONDS, TimeUnit.SECONDS);
    clients.close().awaitUninterruptibly();
    group.shutdownGracefully(0, LEAVE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Override
  public boolean isRunning() {
    return listening != null;
  }

  /** Lets clients in, or tells them that there is no place. */
  private final class Entrance extends ChannelInitializer<SocketChannel> {

    @Override
    protected void initChannel(SocketChannel client) {
      if (clients.size() >= door.connections()) {
        client
            .writeAndFlush(Unpooled.copiedBuffer(protocol.fullHouse(), StandardCharsets.ISO_8859_1))
            .addListener(ChannelFutureListener.CLOSE);
        return;
      }
      clients.add(client);
      client.pipeline().addLast(new IdleStateHandler(Answers.PATIENCE_SECONDS, 0, 0));
      protocol.addTo(client.pipeline());
      client
          .pipeline()
          .addLast(
              new Conversation<>(
                  protocol.requests(), protocol.answerer(clients::size), gate, client));
    }
  }
}
