package dev.rondel.node.standalone;

import dev.rondel.node.RunningNode;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletResponse;

/** What befalls the requests that nodes of tables send each other. */
final class Trouble {

  /** Makes a node feel it. */
  static final String[] FELT = {
    "--spring.main.sources=" + Felt.class.getName(), "--server.shutdown=immediate"
  };

  /** Of all tests: each has nodes of its own. */
  private static final List<Rule> RULES = new CopyOnWriteArrayList<>();

  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Void>> deaths = new CopyOnWriteArrayList<>();

  /**
   * @param path empty for every request
   * @param isDone whether the request is done, so that only its answer is lost
   * @param then what else happens
   */
  private record Rule(int port, String path, boolean isDone, Runnable then) {

    boolean isFor(HttpServletRequest request) {
      return port == request.getLocalPort()
          && (path.isEmpty() || path.equals(request.getRequestURI()));
    }
  }

  private void add(RunningNode node, String path, boolean isDone, Runnable then) {
    add(new Rule(node.port(), TableClient.PATH + path, isDone, then));
  }

  /** The newest goes before the others. */
  private void add(Rule rule) {
    rules.add(rule);
    RULES.addFirst(rule);
  }

  /** From now on such requests to the node break off before it has begun with them. */
  void cutBefore(RunningNode node, String path) {
    add(node, path, false, () -> {});
  }

  /** From now on the node does what such requests say, and nobody hears of it. */
  void cutAfter(RunningNode node, String path) {
    add(node, path, true, () -> {});
  }

  /** The next such request to the node is not done, and the victim dies. */
  void dieBefore(RunningNode victim, RunningNode node, String path) {
    add(node, path, false, () -> die(victim));
  }

  /** The next such request to the node is done, and the victim dies. */
  void dieAfter(RunningNode victim, RunningNode node, String path) {
    add(node, path, true, () -> die(victim));
  }

  /** Nobody hears anything of it from now on. */
  private void die(RunningNode victim) {
    add(new Rule(victim.port(), "", false, () -> {}));
    deaths.add(CompletableFuture.runAsync(victim::stop));
  }

  /** Blocks until the dead are dead. */
  void end() {
    deaths.forEach(CompletableFuture::join);
    deaths.clear();
    RULES.removeAll(rules);
    rules.clear();
  }

  /** A part of a node in trouble. */
  @Configuration(proxyBeanMethods = false)
  static class Felt {

    @Bean
    FilterRegistrationBean<HttpFilter> trouble() {
      var filter = new FilterRegistrationBean<HttpFilter>(new Cutting());
      filter.setOrder(Integer.MIN_VALUE);
      return filter;
    }
  }

  private static final class Cutting extends HttpFilter {

    @Override
    protected void doFilter(
        HttpServletRequest request, HttpServletResponse response, FilterChain chain)
        throws IOException, ServletException {
      Rule rule = RULES.stream().filter(each -> each.isFor(request)).findFirst().orElse(null);
      if (rule == null) {
        chain.doFilter(request, response);
        return;
      }
      if (rule.isDone()) {
        chain.doFilter(request, new MockHttpServletResponse());
      }
      rule.then().run();
      response.setContentLength(1 << 20); // which do not come
      response.flushBuffer();
      throw new IOException("cut off, as wanted");
    }
  }
}
