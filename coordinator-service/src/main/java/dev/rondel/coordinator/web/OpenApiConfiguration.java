package dev.rondel.coordinator.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The head of the page at {@code /docs}. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  @Bean
  OpenAPI openApi() {
    return new OpenAPI()
        .info(
            new Info()
                .title("Rondel coordinator")
                .version("0.1.0")
                .description(
                    "The ring, its nodes, and how data moves. Errors are problem+json with a stable"
                        + " `code`."))
        .tags(
            List.of(
                new Tag().name("ring").description("Where everything is"),
                new Tag().name("admin").description("Change the ring; the data follows by itself"),
                new Tag().name("locks").description("Leases with fencing tokens, and a fair queue"),
                new Tag()
                    .name("compatibility")
                    .description("The interface of an older toy system, for its programs")));
  }

  /** Of paths that are taken with and without a final slash, one is enough to read. */
  @Bean
  OpenApiCustomizer onePathOfTwo() {
    return api -> api.getPaths().keySet().removeIf(path -> api.getPaths().containsKey(path + "/"));
  }
}
