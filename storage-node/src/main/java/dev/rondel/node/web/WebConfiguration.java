package dev.rondel.node.web;

import dev.rondel.node.files.FileStore;
import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.InFlight;
import dev.rondel.node.runtime.LocalNames;
import dev.rondel.node.runtime.NodeProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import java.time.InstantSource;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * The node's HTTP side: the servlets of the data path, the controllers around it, and what keeps
 * filters off the former.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({Limits.class, NodeProperties.class})
@Import({
  BatchController.class,
  RingController.class,
  LocalController.class,
  HomeController.class,
  ProblemAdvice.class,
  ContainerErrors.class,
  StartMessage.class
})
public class WebConfiguration {

  @Bean
  ServletRegistrationBean<KvServlet> kvServlet(
      Gateway gateway,
      NodeProperties properties,
      Limits limits,
      MeterRegistry metrics,
      JsonMapper json) {
    var timeout = properties.requests().timeout();
    var servlet =
        new KvServlet(
            gateway, limits, timeout, new RequestMetrics(metrics), json, InstantSource.system());
    var registration = new ServletRegistrationBean<>(servlet, "/kv/*");
    registration.setLoadOnStartup(1);
    return registration;
  }

  @Bean
  FileStore fileStore(Gateway gateway, NodeProperties properties) {
    var files = new FileStore(gateway, properties.requests().timeout(), InstantSource.system());
    files.sweep().start();
    return files;
  }

  @Bean
  ServletRegistrationBean<FilesServlet> filesServlet(
      FileStore files,
      Gateway gateway,
      InFlight inFlight,
      Limits limits,
      MeterRegistry metrics,
      JsonMapper json) {
    var servlet =
        new FilesServlet(files, gateway, inFlight, limits, new RequestMetrics(metrics), json);
    return new ServletRegistrationBean<>(servlet, FilesServlet.PATH + "/*");
  }

  @Bean
  LocalNames localNames(NodeProperties properties) {
    return new LocalNames(properties.data().resolve("local"));
  }

  /** One for all doors of the node: what is under way is bound as a whole. */
  @Bean
  InFlight inFlight(NodeProperties properties) {
    return properties.requests().gate();
  }

  @Bean
  FilterRegistrationBean<Admission> admission(
      InFlight inFlight, Limits limits, Gateway gateway, JsonMapper json) {
    var registration = new FilterRegistrationBean<>(new Admission(inFlight, limits, gateway, json));
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> rawPaths() {
    return factory ->
        factory.addConnectorCustomizers(
            RawPathAdapter::installIn,
            WebConfiguration::askForBodiesLate,
            // A slash in a name of this server.
            connector ->
                connector.setEncodedSolidusHandling(
                    EncodedSolidusHandling.PASS_THROUGH.getValue()));
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat(JsonMapper json) {
    return factory ->
        factory.addContextCustomizers(
            context -> context.getParent().getPipeline().addValve(new ProblemValve(json)));
  }

  /** Says "100 Continue" when the body is read, so that one that is too large is never sent. */
  private static void askForBodiesLate(Connector connector) {
    if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> http) {
      http.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
    }
  }

  @Bean
  BatchRunner batchRunner(Gateway gateway, NodeProperties properties, Limits limits) {
    return new BatchRunner(
        gateway, limits, properties.requests().timeout(), InstantSource.system());
  }

  @Bean
  ApiDocs apiDocs() {
    return new ApiDocs();
  }

  /**
   * Observes the controllers alone: on the data path it would cost a tenth to a third of the whole
   * request.
   */
  @Bean
  FilterRegistrationBean<ServerHttpObservationFilter> observationOfControllers(
      ObservationRegistry registry) {
    var registration = new FilterRegistrationBean<>(new ServerHttpObservationFilter(registry));
    registration.addServletNames(
        DispatcherServletAutoConfiguration.DEFAULT_DISPATCHER_SERVLET_BEAN_NAME);
    registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return registration;
  }

  /** Off: the dispatcher servlet sets the same context itself. */
  @Bean
  FilterRegistrationBean<RequestContextFilter> noRequestContextFilter() {
    var registration = new FilterRegistrationBean<>(new RequestContextFilter());
    registration.setEnabled(false);
    return registration;
  }
}
