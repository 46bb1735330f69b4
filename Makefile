# Every task of developers, operators and CI is a target here; `make` alone lists them.

# Warnings in our code are errors; SwiftPM silences those of dependencies. `build` and `test` share the flag, so that
# neither makes the other recompile everything.
STRICT := -Xswiftc -warnings-as-errors

.DEFAULT_GOAL := help
.PHONY: help demo demo-psql test test-versions faults chaos sanitize docs lint format build release clean
.PHONY: bench bench-guard bench-effects bench-encode bench-demo bench-queue

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Move two million rows from SQLite into a private PostgreSQL server, killing a worker meanwhile
	@scripts/demo.sh

demo-psql: ## Open psql on the last demo's database
	@scripts/demo-psql.sh

test: ## Run the unit and integration tests, on private servers
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	@scripts/test.sh $(STRICT)

test-versions: ## Run the integration tests on PostgreSQL 16, 17 and 18 (VERSIONS=18 FILTER=Publication is quick)
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	@scripts/test-versions.sh $(STRICT)

faults: ## Run the long fault suite: approximately one hour
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	SNOWMELT_FAULTS=long SNOWMELT_TEST_WIDTH=3 scripts/test.sh $(STRICT) --filter FaultTests

chaos: ## Kill processes at random for a minute, then check that no row was lost or doubled
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	SNOWMELT_FAULTS=long scripts/test.sh $(STRICT) --filter ChaosTests

sanitize: ## Run the unit tests with the thread sanitizer, and the tests of C code with the address sanitizer
	@scripts/install-dependencies.sh test
	@scripts/sanitize.sh

docs: ## Generate the parts of docs/ that follow from the code: settings, failures, log fields, JSON Schema
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	SNOWMELT_UPDATE_DOCS=1 scripts/test.sh $(STRICT) --filter DocumentationTests

lint: ## Check the format and the project's rules
	@scripts/lint.sh

format: ## Format the Swift code in place
	swift format format --in-place --parallel --recursive Package.swift $(wildcard Sources Tests sql Benchmarks)

build: ## Build the programs for debugging
	@scripts/install-dependencies.sh build
	swift build $(STRICT)

release: ## Build the release programs: .build/release/snowmelt and .build/release/snowmelt-worker
	@scripts/install-dependencies.sh build
	swift build -c release --product snowmelt
	swift build -c release --product snowmelt-worker

bench: ## Compare copying TPC-H's lineitem with other programs, and with server and driver limits (SCALE=0.1 is quick)
	@scripts/install-dependencies.sh bench
	swift build -c release --product snowmelt
	swift build -c release --product snowmelt-worker
	swift build -c release --product encode-bench
	@/usr/bin/python3 Benchmarks/macro

bench-guard: ## Check in half a minute that the row path hasn't become slower
	@scripts/install-dependencies.sh bench-guard
	swift build -c release --product snowmelt
	swift build -c release --product snowmelt-worker
	swift build -c release --product encode-bench
	@/usr/bin/python3 Benchmarks/macro guard

bench-effects: ## Measure the effect of single settings, for docs/optimization.md
	@scripts/install-dependencies.sh bench
	swift build -c release --product snowmelt
	swift build -c release --product snowmelt-worker
	@/usr/bin/python3 Benchmarks/macro effects

bench-encode: ## Measure encoding each type, and rows of lineitem, on one core (ONLY=lineitem is quick)
	@scripts/install-dependencies.sh build
	swift build -c release --product encode-bench
	@"$$(swift build -c release --show-bin-path)/encode-bench"

bench-demo: ## Compare copying the demo's fact table with pgloader, twice each
	@Benchmarks/demo-vs-pgloader.sh

bench-queue: ## Put load on the work queue: a million chunks, a hundred workers (CHUNKS=20000 PHASE_SECONDS=5 is quick)
	@scripts/install-dependencies.sh test
	swift build -c release --product queue-load
	@"$$(swift build -c release --show-bin-path)/queue-load"

clean: ## Remove build results and the demo
	@scripts/demo-clean.sh
	swift package clean
