package dev.rondel.node.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondel.node.runtime.Gateway;
import dev.rondel.node.runtime.LocalNames;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A server's own names, over HTTP and on its disk. */
@SpringBootTest(
    classes = WebTestApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"rondel.node.id=node_3000", "rondel.limits.value-size=1KB"})
class LocalNamesTest {

  @TempDir static Path directory;

  @LocalServerPort int port;
  @Autowired Gateway gateway;

  @DynamicPropertySource
  static void inATemporaryDirectory(DynamicPropertyRegistry properties) {
    properties.add("rondel.data", directory::toString);
  }

  private HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void aNameIsSetReadListedAndForgottenAndIsNotInTheTable() throws Exception {
    assertThat(send("PUT", "/local/a%2Fb%20c", "x").statusCode()).isEqualTo(204);
    assertThat(send("PUT", "/local/motd", "hello").statusCode()).isEqualTo(204);
    assertThat(send("GET", "/local/motd", "").body()).isEqualTo("hello");
    assertThat(send("GET", "/local", "").body()).isEqualTo("[\"a/b c\",\"motd\"]");
    assertThat(gateway.list(null, new byte[0], 10, false).entries()).isEmpty();
    assertThat(send("GET", "/kv/motd", "").statusCode()).isEqualTo(404);

    assertThat(send("DELETE", "/local/motd", "").statusCode()).isEqualTo(204);
    assertThat(send("GET", "/local/motd", "").body()).contains("\"code\":\"key-missing\"");
    assertThat(send("DELETE", "/local/motd", "").statusCode()).isEqualTo(404);
    assertThat(new LocalNames(directory.resolve("local")).names()).containsExactly("a/b c");
  }

  @Test
  void namesAndValuesAreBound() throws Exception {
    assertThat(send("PUT", "/local/x", "v".repeat(1025)).body()).contains("value-too-large");
    assertThat(send("PUT", "/local/" + "n".repeat(1025), "v").body()).contains("key-too-long");
    assertThat(send("POST", "/print", "hello\nworld").statusCode()).isEqualTo(204);
    assertThat(send("POST", "/print", "x".repeat(10_000)).statusCode()).isEqualTo(413);
  }

  @Test
  void whatIsSetIsThereAfterAStartAndADamagedFileIsAnError(@TempDir Path own) throws IOException {
    var names = new LocalNames(own);
    names.set("name", "one".getBytes(StandardCharsets.UTF_8));
    names.set("name", "two".getBytes(StandardCharsets.UTF_8));
    assertThat(new LocalNames(own).get("name")).contains("two".getBytes(StandardCharsets.UTF_8));

    try (var files = Files.list(own)) {
      Path file = files.findFirst().orElseThrow();
      byte[] content = Files.readAllBytes(file);
      content[content.length - 1] ^= 1;
      Files.write(file, content);
    }
    assertThatThrownBy(() -> new LocalNames(own)).hasMessageContaining("is damaged");
  }
}
