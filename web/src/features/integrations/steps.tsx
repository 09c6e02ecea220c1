import { Box, Grid, Stepper } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'

import type { IntegrationView } from '../../../../src/http/contract.ts'
import { Configuration } from './configuration.tsx'
import { LoginStep } from './login-step.tsx'

interface Props {
  readonly integration: IntegrationView | undefined
  readonly redirectUrl: string
}

/** Login, then Configuration; both stay reachable once the log-in is done. */
export function Steps({ integration, redirectUrl }: Props) {
  const search = useSearch({ from: '/shell/integrations/servicenow' })
  const navigate = useNavigate()
  const wasLoggedIn = integration !== undefined && integration.state !== 'new'
  const active = wasLoggedIn && search.step !== 'login' ? 1 : 0
  const go = (step: number) =>
    void navigate({
      to: '/integrations/servicenow',
      search: {
        ...(search.integration !== undefined && { integration: search.integration }),
        ...(step === 0 && { step: 'login' }),
      },
    })
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, md: 2.4, xl: 2 }}>
        <Stepper
          active={active}
          onStepClick={go}
          orientation="vertical"
          size="sm"
          iconSize={34}
          aria-label="Steps"
        >
          <Stepper.Step
            label="Login"
            description={wasLoggedIn ? 'Done' : 'Connect your instance'}
            {...(wasLoggedIn && active === 0 && { state: 'stepCompleted' as const })}
          />
          <Stepper.Step
            label="Configuration"
            description="Projects and mappings"
            disabled={!wasLoggedIn}
          />
        </Stepper>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 9.6, xl: 10 }}>
        <Box miw={0}>
          {active === 1 && integration !== undefined ? (
            <Configuration integration={integration} />
          ) : (
            <LoginStep integration={integration} redirectUrl={redirectUrl} />
          )}
        </Box>
      </Grid.Col>
    </Grid>
  )
}
