# The front door: every task of a developer, an operator or CI is a target here. `make` alone lists them.

# Our warnings are errors; SwiftPM silences those of dependencies. `build` and `test` share the flag, so that neither
# makes the other compile anew.
STRICT := -Xswiftc -warnings-as-errors

.DEFAULT_GOAL := help
.PHONY: help demo demo-psql test test-versions faults chaos sanitize docs lint format build release clean
.PHONY: bench bench-guard bench-effects bench-encode bench-demo bench-queue

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Move two million rows from SQLite into a PostgreSQL of its own, killing a worker on the way
	@scripts/demo.sh

demo-psql: ## Look into the last demo's database
	@scripts/demo-psql.sh

test: ## Run the unit and integration tests, on servers of their own
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	@scripts/test.sh $(STRICT)

test-versions: ## Run the integration tests on PostgreSQL 16, 17 and 18 (VERSIONS=18 FILTER=Publication is a quick look)
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	@scripts/test-versions.sh $(STRICT)

faults: ## Run the fault suite in its long form: about an hour
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	SNOWMELT_FAULTS=long SNOWMELT_TEST_WIDTH=3 scripts/test.sh $(STRICT) --filter FaultTests

chaos: ## Kill processes at random for a minute, then show that nothing was lost or doubled
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	SNOWMELT_FAULTS=long scripts/test.sh $(STRICT) --filter ChaosTests

sanitize: ## Run the unit tests under the thread sanitizer, the C boundary under the address sanitizer
	@scripts/install-dependencies.sh test
	@scripts/sanitize.sh

docs: ## Write what the code says into docs/: tables of settings, failures and log fields, JSON Schema
	@scripts/install-dependencies.sh test
	swift build --build-tests $(STRICT)
	SNOWMELT_UPDATE_DOCS=1 scripts/test.sh $(STRICT) --filter DocumentationTests

lint: ## Check the format and the rules of the house
	@scripts/lint.sh

format: ## Format the Swift code in place
	swift format format --in-place --parallel --recursive Package.swift $(wildcard Sources Tests sql Benchmarks)

build: ## Build the programs for debugging
	@scripts/install-dependencies.sh build
	swift build $(STRICT)

release: ## Build the programs for use: .build/release/snowmelt and .build/release/snowmelt-worker
	@scripts/install-dependencies.sh build
	swift build -c release --product snowmelt
	swift build -c release --product snowmelt-worker

bench: ## Move TPC-H's lineitem beside other programs and the limits of server and drivers (SCALE=0.1 is a quick look)
	@scripts/install-dependencies.sh bench
	swift build -c release --product snowmelt
	swift build -c release --product snowmelt-worker
	swift build -c release --product encode-bench
	@/usr/bin/python3 Benchmarks/macro

bench-guard: ## See in half a minute whether the row path has become slower
	@scripts/install-dependencies.sh bench-guard
	swift build -c release --product snowmelt
	swift build -c release --product snowmelt-worker
	swift build -c release --product encode-bench
	@/usr/bin/python3 Benchmarks/macro guard

bench-effects: ## Measure what single settings change, for docs/optimization.md
	@scripts/install-dependencies.sh bench
	swift build -c release --product snowmelt
	swift build -c release --product snowmelt-worker
	@/usr/bin/python3 Benchmarks/macro effects

bench-encode: ## Encode each type and rows of lineitem on one core (ONLY=lineitem is a quick look)
	@scripts/install-dependencies.sh build
	swift build -c release --product encode-bench
	@"$$(swift build -c release --show-bin-path)/encode-bench"

bench-demo: ## Time the demo's fact table against pgloader, twice each
	@Benchmarks/demo-vs-pgloader.sh

bench-queue: ## Load the work queue: a million chunks, a hundred workers (CHUNKS=20000 PHASE_SECONDS=5 is a quick look)
	@scripts/install-dependencies.sh test
	swift build -c release --product queue-load
	@"$$(swift build -c release --show-bin-path)/queue-load"

clean: ## Remove what was built and the demo
	@scripts/demo-clean.sh
	swift package clean
