package dev.rondel.coordinator.web;

import io.swagger.v3.oas.annotations.Operation;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

@Controller
class HomeController {

  @Operation(hidden = true)
  @GetMapping("/")
  String home() {
    return "redirect:/docs";
  }
}
