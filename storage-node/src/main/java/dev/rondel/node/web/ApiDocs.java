package dev.rondel.node.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Paths;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.io.ClassPathResource;

/**
 * Adds to the description that springdoc makes what it cannot see: the servlet's paths, and a
 * title.
 */
public final class ApiDocs implements OpenApiCustomizer {

  public static final String KEY_VALUE = "key-value";
  public static final String RING = "ring";
  public static final String LOCAL = "local";
  public static final String ADMIN = "admin";
  public static final String COMPATIBILITY = "compatibility";

  private static final ClassPathResource BY_HAND = new ClassPathResource("api/storage-node.yaml");

  @Override
  public void customise(OpenAPI found) {
    OpenAPI byHand = read();
    var paths = new Paths();
    paths.putAll(byHand.getPaths());
    found
        .getPaths()
        .forEach(
            (path, item) -> {
              if (!paths.containsKey(path) && !paths.containsKey(otherForm(path))) {
                paths.addPathItem(path, item);
              }
            });
    found.setPaths(paths);
    found.setInfo(byHand.getInfo());
    found.setTags(byHand.getTags());
    Components components =
        found.getComponents() == null ? new Components() : found.getComponents();
    byHand.getComponents().getSchemas().forEach(components::addSchemas);
    byHand.getComponents().getResponses().forEach(components::addResponses);
    found.setComponents(components);
  }

  /** The same path with or without its final slash. */
  private static String otherForm(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
  }

  private static OpenAPI read() {
    try (InputStream in = BY_HAND.getInputStream()) {
      JsonNode tree = Yaml31.mapper().readTree(in);
      return Yaml31.mapper().convertValue(tree, OpenAPI.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
