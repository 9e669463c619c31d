package dev.rondel.node.web;

import java.util.Arrays;
import java.util.List;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Stands before Tomcat's own adapter, and takes the key out of {@code /kv/KEY} and {@code /db/KEY},
 * and the name out of {@code /files/NAME}, before Tomcat reads it as a path.
 *
 * <p>To Tomcat {@code ..} means the folder above, {@code //} means {@code /}, {@code ;} begins a
 * parameter, and {@code %00} is an attack. To us they are bytes of a key. So that part of the
 * request target is put aside as it came, in the attribute {@link #RAW_KEY}, and Tomcat maps the
 * plain path before it.
 */
final class RawPathAdapter implements Adapter {

  static final String RAW_KEY = "dev.rondel.raw-key";

  private static final List<String> PREFIXES = List.of("/kv/", "/db/", FilesServlet.PATH + "/");

  private final Adapter next;

  private RawPathAdapter(Adapter next) {
    this.next = next;
  }

  /** Puts itself into the connector, once that has made its own adapter. */
  static void installIn(Connector connector) {
    connector.addLifecycleListener(
        event -> {
          if (event.getType().equals(Lifecycle.AFTER_INIT_EVENT)) {
            var protocol = connector.getProtocolHandler();
            protocol.setAdapter(new RawPathAdapter(protocol.getAdapter()));
          }
        });
  }

  @Override
  public void service(Request request, Response response) throws Exception {
    MessageBytes target = request.requestURI();
    if (target.getType() == MessageBytes.T_BYTES) {
      ByteChunk path = target.getByteChunk();
      for (String prefix : PREFIXES) {
        if (path.startsWith(prefix, 0)) {
          int from = path.getStart() + prefix.length();
          request.setAttribute(RAW_KEY, Arrays.copyOfRange(path.getBuffer(), from, path.getEnd()));
          target.setBytes(ByteChunk.convertToBytes(prefix), 0, prefix.length());
          break;
        }
      }
    }
    next.service(request, response);
  }

  @Override
  public boolean prepare(Request request, Response response) throws Exception {
    return next.prepare(request, response);
  }

  @Override
  public boolean asyncDispatch(Request request, Response response, SocketEvent status)
      throws Exception {
    return next.asyncDispatch(request, response, status);
  }

  @Override
  public void log(Request request, Response response, long time) {
    next.log(request, response, time);
  }

  @Override
  public void checkRecycled(Request request, Response response) {
    next.checkRecycled(request, response);
  }

  @Override
  public String getDomain() {
    return next.getDomain();
  }
}
